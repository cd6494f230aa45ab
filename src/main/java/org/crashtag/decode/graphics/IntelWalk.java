package org.crashtag.decode.graphics;

import java.time.LocalDate;
import org.crashtag.bytes.MalformedException;

/**
 * The result of walking Intel's data, except the registers.
 *
 * @param deviceId four hex digits; null if unknown
 * @param version of the driver; null if unknown
 * @param date of the driver; null if unknown
 * @param records number of sections, parts and lists
 * @param complete whether the trailer was found at the end and there was no fault before it
 * @param fault the fault; null if there is none, or the blob is truncated
 */
record IntelWalk(
    String deviceId,
    String version,
    LocalDate date,
    long records,
    boolean complete,
    MalformedException fault) {}
