; SkopDesktop-<version>-Setup.exe: for one person, without an administrator.
;
; INSTDIR\app is ours and nothing else is. What is new is unpacked beside it, into INSTDIR\new, and
; takes its place only when it is whole: whatever fails before leaves the older version as it was.
; A folder in which these names are somebody else's is refused.
;
; Defined from outside: VERSION, NUMBERS (1,2,3,4 as 1.2.3.4), PAYLOAD, HELPER, ICON, OUTPUT,
; KILOBYTES (of the payload), LONGEST_FOLDER (characters of INSTDIR); QUICK for a larger file, built sooner.

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include x64.nsh
!include WinVer.nsh

!define APP "Skop Desktop"
!define PROGRAM "SkopDesktop.exe"
!define DATA "$LOCALAPPDATA\${APP}"
!define OWN_KEY "Software\SkopDesktop"
!define CLASSES "Software\Classes"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\SkopDesktop"
!define CHOICES "Software\RegisteredApplications"
!define LINK "$SMPROGRAMS\${APP}.lnk"
; Lies in INSTDIR\new for as long as that is not whole.
!define MARK "of-skop-desktop-setup"
!define UNWRITABLE "$INSTDIR cannot be written to, or the disk is full. Nothing was changed."
!define CLOSE_SECONDS 20
; What Python compiles at the end, and the older version until then.
!define /math NEEDED_KILOBYTES ${KILOBYTES} / 4
!define /math NEEDED_TOTAL ${KILOBYTES} + ${NEEDED_KILOBYTES}

Name "${APP}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\SkopDesktop"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${APP} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs ${APP}"
VIAddVersionKey "CompanyName" "The Skop Desktop contributors"
VIAddVersionKey "LegalCopyright" "The Skop Desktop contributors, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\app\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${APP}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; The same in both programs: an uninstaller may call only functions named "un.".
!macro SHARED un
  Function ${un}OneAtATime
    System::Call 'kernel32::CreateMutexW(p 0, i 0, w "SkopDesktopSetup") p .r1 ?e'
    Pop $0
    ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
      MessageBox MB_OK|MB_ICONEXCLAMATION "${APP} is being installed or removed already." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  FunctionEnd

  ; Asks, and ends what runs in $R0; a silent run ends it without a question.
  Function ${un}CloseRunning
    InitPluginsDir
    File "/oname=$PLUGINSDIR\helper.exe" "${HELPER}"
    nsExec::Exec '"$PLUGINSDIR\helper.exe" running "$R0"'
    Pop $0
    ${If} $0 != 1
      Return
    ${EndIf}
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "${APP} is open.$\r$\n$\r$\nChoose OK to close it and \
go on. Searches and downloads pause, and can be resumed." /SD IDOK IDOK go_on
    SetErrorLevel 1
    Abort "${APP} is open. Nothing was changed."
    go_on:
    DetailPrint "Closing ${APP}…"
    nsExec::Exec '"$PLUGINSDIR\helper.exe" close "$R0" ${CLOSE_SECONDS}'
    Pop $0
    ${If} $0 != 0
      MessageBox MB_OK|MB_ICONSTOP "${APP} could not be closed. Nothing was changed." /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${APP} needs Windows 10 or newer." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call OneAtATime
FunctionEnd

; $2: 0 where something in INSTDIR has a name that we use, and is not ours.
Function IsOurs
  StrCpy $2 1
  ReadRegStr $0 HKCU "${OWN_KEY}" "Folder"
  ${If} $0 == $INSTDIR
  ${OrIf} ${FileExists} "$INSTDIR\app\${PROGRAM}"
  ${OrIf} ${FileExists} "$INSTDIR\app\Uninstall.exe"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\app"
    StrCpy $2 0
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\new"
  ${AndIfNot} ${FileExists} "$INSTDIR\new\${MARK}"
    StrCpy $2 0
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\old"
  ${AndIfNot} ${FileExists} "$INSTDIR\old\${PROGRAM}"
    StrCpy $2 0
  ${EndIf}
FunctionEnd

; Words in $R1 where nothing can be installed in INSTDIR.
Function LookAtFolder
  StrCpy $R1 ""
  StrLen $0 $INSTDIR
  ${If} $0 > ${LONGEST_FOLDER}
    StrCpy $R1 "The name of this folder is too long: $0 characters, where ${LONGEST_FOLDER} are the \
most that Windows can take. Choose a shorter one."
    Return
  ${EndIf}
  Call IsOurs
  ${If} $2 = 0
    StrCpy $R1 "$INSTDIR holds files of another program. Choose another folder."
    Return
  ${EndIf}
  ${GetRoot} $INSTDIR $1
  ClearErrors
  ${DriveSpace} "$1\" "/D=F /S=K" $2
  ${IfNot} ${Errors}
    System::Int64Op $2 < ${NEEDED_TOTAL}
    Pop $3
    ${If} $3 = 1
      IntOp $4 ${NEEDED_TOTAL} / 1000
      IntOp $5 $2 / 1000
      StrCpy $R1 "There is too little room on $1: $4 MB are needed, $5 MB are free."
    ${EndIf}
  ${EndIf}
FunctionEnd

Function LeaveFolder
  Call LookAtFolder
  ${If} $R1 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$R1"
    Abort
  ${EndIf}
FunctionEnd

Var IsBegun

; Brings back what was there before.
Function TakeBack
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\new"
  ${If} ${FileExists} "$INSTDIR\old\${PROGRAM}"
    RMDir /r "$INSTDIR\app"
    Rename "$INSTDIR\old" "$INSTDIR\app"
  ${EndIf}
  RMDir "$INSTDIR"
FunctionEnd

Function .onInstFailed
  ${If} $IsBegun = 1
    Call TakeBack
  ${EndIf}
  GetErrorLevel $0
  ${If} $0 = -1
    SetErrorLevel 2
  ${EndIf}
FunctionEnd

Function Fail
  MessageBox MB_OK|MB_ICONSTOP "$R1" /SD IDOK
  Abort "$R1"
FunctionEnd

Section "Install"
  Call LookAtFolder
  ${If} $R1 != ""
    Call Fail
  ${EndIf}
  StrCpy $R0 "$INSTDIR\app"
  Call CloseRunning
  StrCpy $IsBegun 1
  ; Of an installation that the power cut short.
  ${If} ${FileExists} "$INSTDIR\app\${PROGRAM}"
  ${OrIfNot} ${FileExists} "$INSTDIR\old\${PROGRAM}"
    RMDir /r "$INSTDIR\old"
  ${EndIf}
  Call TakeBack

  DetailPrint "Unpacking…"
  SetOutPath "$INSTDIR\new"
  SetOverwrite try
  ClearErrors
  FileOpen $0 "$INSTDIR\new\${MARK}" w
  FileClose $0
  ${If} ${Errors}
    StrCpy $R1 "${UNWRITABLE}"
    Call Fail
  ${EndIf}
  File /r "${PAYLOAD}/*"
  WriteUninstaller "$INSTDIR\new\Uninstall.exe"
  Delete "$INSTDIR\new\${MARK}"
  ${If} ${Errors}
    StrCpy $R1 "${UNWRITABLE}"
    Call Fail
  ${EndIf}

  SetOutPath "$INSTDIR"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\app\*"
    Rename "$INSTDIR\app" "$INSTDIR\old"
  ${EndIf}
  Rename "$INSTDIR\new" "$INSTDIR\app"
  ${If} ${Errors}
    StrCpy $R1 "Another program uses the files in $INSTDIR\app. Close it, and install again."
    Call Fail
  ${EndIf}
  Call Register
  RMDir /r "$INSTDIR\old"
  DetailPrint "Making it start quickly…"
  nsExec::Exec '"$INSTDIR\app\python\python.exe" -m compileall -q "$INSTDIR\app\packages"'
  Pop $0
  SetErrorLevel 0
SectionEnd

!macro COMMAND_OF key
  WriteRegStr HKCU "${key}\DefaultIcon" "" "$INSTDIR\app\${PROGRAM},0"
  WriteRegStr HKCU "${key}\shell\open\command" "" '"$INSTDIR\app\${PROGRAM}" "%1"'
!macroend

Function Register
  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
  CreateShortcut "${LINK}" "$INSTDIR\app\${PROGRAM}" "" "$INSTDIR\app\${PROGRAM}" 0 \
    SW_SHOWNORMAL "" "Get the documents you need out of a website"
  ; skop:// links (Microsoft, "Registering an Application to a URI Scheme").
  WriteRegStr HKCU "${CLASSES}\skop" "" "URL:${APP}"
  WriteRegStr HKCU "${CLASSES}\skop" "URL Protocol" ""
  !insertmacro COMMAND_OF "${CLASSES}\skop"
  ; "Open with", and the page of default apps.
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}" "FriendlyAppName" "${APP}"
  !insertmacro COMMAND_OF "${CLASSES}\Applications\${PROGRAM}"
  ; job.json, which lies beside saved documents, leads back to their search.
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\SupportedTypes" ".json" ""
  WriteRegStr HKCU "${OWN_KEY}\Capabilities" "ApplicationName" "${APP}"
  WriteRegStr HKCU "${OWN_KEY}\Capabilities" "ApplicationDescription" \
    "Get the documents you need out of a website"
  WriteRegStr HKCU "${OWN_KEY}\Capabilities" "ApplicationIcon" "$INSTDIR\app\${PROGRAM},0"
  WriteRegStr HKCU "${OWN_KEY}\Capabilities\URLAssociations" "skop" "skop"
  WriteRegStr HKCU "${CHOICES}" "${APP}" "${OWN_KEY}\Capabilities"
  ; The list of installed apps.
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\app\${PROGRAM}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "The Skop Desktop contributors"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" ${NEEDED_TOTAL}
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\app\Uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\app\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${RefreshShellIcons}
FunctionEnd

Function un.onInit
  Call un.OneAtATime
  ; It lies in the folder that is to go. A virus scanner may have taken the program away.
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIfNot} ${FileExists} "$INSTDIR\packages\skop_desktop\*"
    MessageBox MB_OK|MB_ICONSTOP "${APP} is not in $INSTDIR." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section "Uninstall"
  StrCpy $R0 $INSTDIR
  Call un.CloseRunning
  SetOutPath "$TEMP"
  ${GetParent} $INSTDIR $R2
  ReadRegStr $R3 HKCU "${OWN_KEY}" "Folder"
  RMDir /r "$INSTDIR"
  ${If} ${FileExists} "$R2\new\${MARK}"
    RMDir /r "$R2\new"
  ${EndIf}
  ${If} ${FileExists} "$R2\old\${PROGRAM}"
    RMDir /r "$R2\old"
  ${EndIf}
  RMDir "$R2"
  ; Another copy may have been installed elsewhere since: its entries stay.
  ${If} $R3 == $R2
    Delete "${LINK}"
    DeleteRegKey HKCU "${CLASSES}\skop"
    DeleteRegKey HKCU "${CLASSES}\Applications\${PROGRAM}"
    DeleteRegValue HKCU "${CHOICES}" "${APP}"
    DeleteRegKey HKCU "${LISTED}"
    DeleteRegKey HKCU "${OWN_KEY}"
    ${RefreshShellIcons}
  ${EndIf}
  ${If} ${FileExists} "${DATA}\*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Also delete your searches, settings and \
service keys?$\r$\n$\r$\nDocuments that you downloaded stay where they are in either case." \
      /SD IDNO IDNO keep
    RMDir /r "${DATA}"
    nsExec::Exec '"$PLUGINSDIR\helper.exe" forget-keys'
    Pop $0
    keep:
  ${EndIf}
SectionEnd
