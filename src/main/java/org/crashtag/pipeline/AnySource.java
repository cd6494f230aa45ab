package org.crashtag.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;

/** Finds out whether there is anything to read, so that a run without input creates no output. */
public final class AnySource {
  private AnySource() {}

  /** Ends the listing. */
  private static final class FoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FoundException() {
      super(null, null, false, false);
    }
  }

  /**
   * Whether any path, folder or pattern leads to a file. The listing ends at the first file.
   *
   * @throws IOException if the output folder's path can't be resolved
   */
  public static boolean exists(Storage storage, RunOptions options) throws IOException {
    SourceLister lister =
        new SourceLister(
            storage,
            file -> {
              throw new FoundException();
            },
            problem -> {},
            Optional.of(options.output()),
            options.reading().links() == RunOptions.Links.FOLLOW);
    try {
      for (String source : options.reading().sources()) {
        lister.add(source);
      }
      return false;
    } catch (FoundException e) {
      return true;
    }
  }
}
