package org.crashtag.decode.graphics;

/**
 * A display driver and its card. What the driver doesn't say is null.
 *
 * @param vendor nvidia, intel or amd
 * @param origin tag or display
 * @param date in days since 1970
 * @param device of the card: vendor in the low 16 bits, device above
 * @param subsystem of the card: vendor in the low 16 bits, board above
 * @param uuid 32 hex digits
 * @param dumpMicros when the driver wrote its data, since 1970
 * @param secondsSinceBoot until then
 * @param records that were walked
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
