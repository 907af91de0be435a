// SPDX-License-Identifier: Apache-2.0
// Functions of newer C libraries that the packaged libpg_query calls; see CompatibilityShims.cmake.
#include <stdlib.h>
#include <string.h>

#ifndef LOCKSTEP_HAVE_STRLCPY
size_t strlcpy(char* destination, const char* source, size_t size);
size_t strlcpy(char* destination, const char* source, size_t size) {
  const size_t length = strlen(source);
  if (size > 0) {
    const size_t copied = length < size - 1 ? length : size - 1;
    memcpy(destination, source, copied);
    destination[copied] = '\0';
  }
  return length;
}
#endif

#ifndef LOCKSTEP_HAVE_ISOC23_STRTOUL
// strtoul as C23 has it also takes "0b…"; libpg_query never passes it base 0 or 2 with such text.
unsigned long __isoc23_strtoul(const char* text, char** end, int base);
unsigned long __isoc23_strtoul(const char* text, char** end, int base) { return strtoul(text, end, base); }
#endif
