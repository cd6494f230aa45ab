package org.crashtag.source;

import java.io.EOFException;
import java.io.IOException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * The boundary around libraries that read an archive's bytes. Whatever they throw is a fault of the
 * archive, unless reading the source itself failed.
 */
final class Faults {
  private Faults() {}

  /** A step of a library. */
  interface Reading<T> {
    T run() throws IOException;
  }

  /**
   * Runs a step.
   *
   * @param offset offset in the archive or member at which the step starts
   * @throws ReadFaultException if the source can't be read
   * @throws MalformedException for anything else that goes wrong
   */
  static <T> T boundary(long offset, Reading<T> step) throws ReadFaultException {
    try {
      return step.run();
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw of(e, offset);
    }
  }

  /** Returns a failure to read the source unchanged; anything else means that the data is bad. */
  static ReadFaultException of(Throwable fault, long offset) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ReadFaultException read) {
        return read;
      }
      if (cause instanceof MalformedException malformed) {
        throw malformed;
      }
    }
    throw malformed(fault, offset);
  }

  /** The fault of the data at {@code offset} that made a library throw {@code fault}. */
  static MalformedException malformed(Throwable fault, long offset) {
    return new MalformedException(reason(fault), offset, message(fault));
  }

  private static Reason reason(Throwable fault) {
    if (fault instanceof OutOfMemoryError
        || fault instanceof org.tukaani.xz.MemoryLimitException
        || fault instanceof org.apache.commons.compress.MemoryLimitException) {
      return Reason.LIMIT;
    }
    if (fault instanceof UnsupportedOptionsException
        || fault instanceof UnsupportedZipFeatureException
        || fault instanceof PasswordRequiredException) {
      return Reason.UNSUPPORTED;
    }
    return isCut(fault) ? Reason.TRUNCATED : Reason.CORRUPT;
  }

  private static boolean isCut(Throwable fault) {
    String message = fault.getMessage();
    return fault instanceof EOFException
        || (fault instanceof IOException && message != null && message.startsWith("Truncated"));
  }

  private static String message(Throwable fault) {
    if (fault instanceof OutOfMemoryError) {
      return "decompressing needs more memory than is available";
    }
    if (reason(fault) == Reason.LIMIT) {
      return "decompressing needs too much memory: " + fault.getMessage();
    }
    if (fault instanceof PasswordRequiredException) {
      return "protected by a password";
    }
    if (isCut(fault)) {
      return "the compressed data is cut off";
    }
    // The message of an Error can be as long as the stack trace.
    String said = fault instanceof IOException ? fault.getMessage() : null;
    return "corrupt compressed data: " + (said == null ? fault.toString() : said);
  }
}
