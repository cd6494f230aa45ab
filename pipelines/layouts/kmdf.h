/* An entry of the list of drivers that KMDF adds to each dump.
   Source: microsoft/Windows-Driver-Frameworks (MIT), fxbugcheck.h. */
typedef struct _KMDF_ENTRY {
    PVOID Globals;
    ULONG KmdfMajor, KmdfMinor, KmdfBuild;
    CHAR Driver[32];
} KMDF_ENTRY;
