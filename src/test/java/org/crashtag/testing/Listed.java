package org.crashtag.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;

/** What a {@link SourceLister} finds. */
public final class Listed {
  private Listed() {}

  /**
   * All files that {@code names} resolve to, in the order of the names and by path within each
   * name.
   */
  public static List<SourceFile> files(
      Storage storage, List<String> names, Consumer<SourceLister.Problem> problems)
      throws IOException {
    List<SourceFile> files = new ArrayList<>();
    SourceLister lister = new SourceLister(storage, files::add, problems, Optional.empty());
    for (String name : names) {
      lister.add(name);
    }
    return files;
  }
}
