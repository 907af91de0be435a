-- MIG005 does not apply here; see the directive lockstep: ignore=… in the manual.
-- lockstep is the tool that runs this
SELECT '-- lockstep: ignore=MIG005';
-- expect: none
