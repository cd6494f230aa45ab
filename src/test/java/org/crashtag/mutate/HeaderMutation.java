package org.crashtag.mutate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.HeaderFiles;
import org.crashtag.layout.header.HeaderSource;

/** C headers: layouts, or a rejection. */
record HeaderMutation(List<byte[]> seeds) implements MutationKind {
  private static final List<Architecture> ARCHITECTURES = List.of(Architecture.values());
  private static final List<String> NAMES =
      List.of("S", "_S", "T", "KIND", "EVENT_LOG", "EVENT_LOG_ENTRY", "KMDF");

  @Override
  public String name() {
    return "headers";
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public int read(int seed, byte[] input) throws IOException {
    String text = new String(input, UTF_8);
    HeaderFiles files =
        (name, from) ->
            name.equals("a.h")
                ? Optional.of(new HeaderFiles.Header(name, name, text))
                : Optional.empty();
    int found = 0;
    HeaderSource source = HeaderSource.of(files, "a.h", Map.of());
    for (String name : NAMES) {
      try {
        found +=
            source.type(name, ARCHITECTURES.get(seed % ARCHITECTURES.size())).size() > 0 ? 1 : 0;
      } catch (UnknownTypeException e) {
        if (e.getMessage().isBlank() || e.getMessage().indexOf('\n') >= 0) {
          throw new AssertionError("a message of no or several lines", e);
        }
      }
    }
    return found;
  }
}
