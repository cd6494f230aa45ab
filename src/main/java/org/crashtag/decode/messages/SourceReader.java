package org.crashtag.decode.messages;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.manifest.EventBlock;
import org.crashtag.decode.manifest.EventDefinition;
import org.crashtag.decode.manifest.ManifestFile;
import org.crashtag.layout.pdb.PdbSymbols;

/** The messages of a .tmf file or a PDB by their GUIDs, or a manifest's events by providers. */
final class SourceReader implements TmfReader.Sink {
  /** The Windows kernel, all of whose messages are in one PDB, has about ten thousand. */
  private static final int MOST_MESSAGES = 200_000;

  /** The number of possible message numbers. */
  private static final int MOST_OF_A_GUID = 1 << 16;

  /**
   * Limit, because all messages of a GUID are kept in memory; those of a source file have at most
   * about 100 KB.
   */
  private static final long MOST_CHARACTERS_OF_A_GUID = 1 << 22;

  private final Map<Guid, List<TraceMessage>> messages = new LinkedHashMap<>();
  private final Map<Guid, byte[]> blocks = new LinkedHashMap<>();
  private final Set<String> mentioned = new TreeSet<>();
  private final Set<String> remarks = new TreeSet<>();
  private final Map<Guid, Long> characters = new HashMap<>();
  private int count;

  private SourceReader() {}

  /**
   * Reads a source.
   *
   * @param channel of the file; it is closed
   * @throws MalformedException if it is invalid
   */
  static SourceReader of(SourceFiles.Kind kind, SeekableByteChannel channel) throws IOException {
    SourceReader reader = new SourceReader();
    switch (kind) {
      case TMF -> {
        try (channel) {
          TmfFile.read(channel, reader);
        }
      }
      case PDB -> {
        try (channel;
            PdbSymbols pdb = new PdbSymbols(channel)) {
          PdbMessages.read(pdb, reader);
        }
      }
      case MANIFEST -> {
        try (channel) {
          reader.events(ManifestFile.read(channel));
        }
      }
    }
    reader.messages.forEach((guid, ofGuid) -> reader.blocks.put(guid, MessageBlock.of(ofGuid)));
    return reader;
  }

  private void events(ManifestFile.Content content) {
    Map<Guid, List<EventDefinition>> events = new LinkedHashMap<>();
    for (EventDefinition event : content.events()) {
      events.computeIfAbsent(event.provider(), provider -> new ArrayList<>()).add(event);
    }
    events.forEach((provider, ofProvider) -> blocks.put(provider, EventBlock.of(ofProvider)));
    if (!content.remark().isEmpty()) {
      remarks.add(content.remark());
    }
  }

  /** The messages of each GUID, or the events of each provider, as bytes in a catalog. */
  Map<Guid, byte[]> blocks() {
    return blocks;
  }

  /** Messages for the author of the source. */
  Set<String> remarks() {
    return remarks;
  }

  /** The enumerations that messages mention. */
  Set<String> mentioned() {
    return mentioned;
  }

  @Override
  public void message(TraceMessage message) {
    count++;
    verify(count <= MOST_MESSAGES, Reason.LIMIT, 0, "over " + MOST_MESSAGES + " messages");
    List<TraceMessage> ofGuid = messages.computeIfAbsent(message.guid(), guid -> new ArrayList<>());
    verify(
        ofGuid.size() < MOST_OF_A_GUID,
        Reason.LIMIT,
        0,
        "over " + MOST_OF_A_GUID + " messages of " + message.guid());
    verify(
        characters.merge(message.guid(), characters(message), Long::sum)
            <= MOST_CHARACTERS_OF_A_GUID,
        Reason.LIMIT,
        0,
        "over " + MOST_CHARACTERS_OF_A_GUID + " characters of messages of " + message.guid());
    ofGuid.add(message);
    for (TraceMessage.Argument argument : message.arguments()) {
      ItemType.of(argument.item())
          .filter(type -> type == ItemType.ENUM || type == ItemType.FLAGS_ENUM)
          .ifPresent(type -> mentioned.add(argument.names()));
    }
  }

  private static long characters(TraceMessage message) {
    long sum = message.format().length();
    for (TraceMessage.Argument argument : message.arguments()) {
      sum += argument.expression().length() + argument.names().length();
    }
    return sum;
  }

  @Override
  public void unusable(long line, String reason) {
    // It has no text; "crashtag messages" names it.
  }
}
