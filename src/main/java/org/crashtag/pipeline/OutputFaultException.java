package org.crashtag.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The output can't be written: the only fault while a source is read that ends the run. */
final class OutputFaultException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  OutputFaultException(IOException cause) {
    super(cause);
  }
}
