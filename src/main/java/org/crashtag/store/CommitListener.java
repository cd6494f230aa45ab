package org.crashtag.store;

import java.io.IOException;
import org.crashtag.storage.Storage;

/** Hears that the committed runs of an output folder may have changed. */
@FunctionalInterface
public interface CommitListener {
  /** Called with the folder's lock held, behind a commit and behind a recovery. */
  void committed(Storage storage, OutputFolder output) throws IOException;
}
