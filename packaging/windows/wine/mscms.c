/* For wine alone, never shipped: wine's own mscms.dll ends the program in WcsCreateIccProfile, which
   Qt calls for the profile of the screen. Every function says "none". */
#define NONE(name) __declspec(dllexport) long long name(void) { return 0; }
NONE(CloseColorProfile)
NONE(EnumColorProfilesW)
NONE(GetColorDirectoryW)
NONE(GetColorProfileFromHandle)
NONE(OpenColorProfileW)
NONE(WcsCreateIccProfile)
NONE(WcsGetDefaultColorProfile)
NONE(WcsGetDefaultColorProfileSize)
NONE(WcsOpenColorProfileW)
