package org.crashtag.decode.graphics;

import java.time.LocalDate;
import org.crashtag.bytes.MalformedException;

/**
 * What the walk through Intel's data found beside the registers.
 *
 * @param deviceId four hex digits; null where the data don't say
 * @param version of the driver; null where the data don't say
 * @param date of the driver; null where the data don't say
 * @param records sections, parts and lists
 * @param complete whether the walk met the trailer at the end and nothing was wrong before it
 * @param fault what was wrong; null if nothing was, or the blob is cut
 */
record IntelWalk(
    String deviceId,
    String version,
    LocalDate date,
    long records,
    boolean complete,
    MalformedException fault) {}
