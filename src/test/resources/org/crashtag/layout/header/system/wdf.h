typedef struct WDFDEVICE__ *WDFDEVICE;
typedef struct WDFQUEUE__ *WDFQUEUE;
typedef NTSTATUS EVT_WDF_DRIVER_DEVICE_ADD(PVOID, PVOID);
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, name) FORCEINLINE type *name(HANDLE of) { return of; }
