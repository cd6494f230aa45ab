package org.crashtag.store;

import java.io.IOException;
import org.crashtag.storage.Storage;

/** Is notified that the committed runs of an output folder may have changed. */
@FunctionalInterface
public interface CommitListener {
  /** Called after a commit and after a recovery, with the folder's lock held. */
  void committed(Storage storage, OutputFolder output) throws IOException;
}
