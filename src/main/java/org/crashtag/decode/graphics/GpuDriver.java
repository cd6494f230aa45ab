package org.crashtag.decode.graphics;

/**
 * A display driver and its card. Unknown values are null.
 *
 * @param vendor nvidia, intel or amd
 * @param origin tag or display
 * @param date date of the driver, in days since 1970
 * @param device id of the card: vendor in the low 16 bits, device in the high bits
 * @param subsystem id of the board: vendor in the low 16 bits, board in the high bits
 * @param uuid 32 hex digits
 * @param dumpMicros time at which the driver wrote its data, in microseconds since 1970
 * @param secondsSinceBoot uptime at that time
 * @param records number of records that were walked
 */
record GpuDriver(
    String vendor,
    String origin,
    String version,
    Long date,
    String branch,
    Long changelist,
    PciId device,
    PciId subsystem,
    String uuid,
    Long loadCount,
    Long windowsBuild,
    Long bugCheckCode,
    Long dumpMicros,
    Long secondsSinceBoot,
    long records,
    Long logRecords,
    boolean complete) {}
