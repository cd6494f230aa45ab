package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.source.ReadFaultException;

/** Turns whatever goes wrong with one input into a reject, so that it costs only that input. */
public final class Boundary {
  private Boundary() {}

  /**
   * Returns the reject of an input.
   *
   * @param stage the stage that failed
   * @param fault the reason
   * @throws OutputFaultException if that is the fault, because faults of the output end the run
   */
  public static Reject reject(Stage stage, Throwable fault) {
    if (fault instanceof OutputFaultException output) {
      throw output;
    }
    if (fault instanceof MalformedException malformed) {
      return Reject.of(stage, malformed);
    }
    return new Reject(stage, null, null, null, reason(fault), words(fault));
  }

  private static Reason reason(Throwable fault) {
    if (fault instanceof ReadFaultException || fault instanceof InvalidPathException) {
      return Reason.UNREADABLE;
    }
    if (fault instanceof OutOfMemoryError || fault instanceof StackOverflowError) {
      return Reason.LIMIT;
    }
    return fault instanceof LinkageError ? Reason.UNSUPPORTED : Reason.CORRUPT;
  }

  private static String words(Throwable fault) {
    if (fault instanceof OutOfMemoryError) {
      return "there is not enough memory to read it";
    }
    if (fault instanceof StackOverflowError) {
      return "it is nested too deeply";
    }
    boolean told = fault instanceof IOException && fault.getMessage() != null;
    return told ? fault.getMessage() : "reading it failed: " + fault;
  }
}
