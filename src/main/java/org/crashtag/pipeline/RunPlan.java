package org.crashtag.pipeline;

import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagSelector;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.DeclaredTables;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.source.Limits;
import org.crashtag.storage.Storage;
import org.crashtag.store.IndexSources;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.StageTime;
import org.crashtag.store.Turn;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;

/**
 * What every worker of a run must know.
 *
 * @param storages gives each worker its storage
 * @param turn the place in the output folder's history that the run takes when it commits
 * @param command the first run of the command that this run is a batch of
 * @param started when it began, ISO 8601 UTC
 * @param program this program's version
 * @param buckets how many groups sources and dumps are dealt into
 * @param index which files hold what earlier runs know
 * @param counts what is known before the pipeline runs
 * @param options what the user asks
 * @param privateKey the key of private values
 * @param keys under which each bucket is grouped
 */
record RunPlan(
    StorageFactory storages,
    Turn turn,
    String command,
    String started,
    String program,
    int buckets,
    IndexSources index,
    Map<String, Long> counts,
    RunOptions options,
    RunKey privateKey,
    List<Integer> keys)
    implements Serializable {
  RunPlan {
    counts = Map.copyOf(counts);
    keys = List.copyOf(keys);
  }

  /** The keys of all buckets. */
  static List<Integer> keys(Runner runner, int buckets) {
    return IntStream.range(0, buckets).mapToObj(bucket -> runner.key(bucket, buckets)).toList();
  }

  /** The key under which a bucket is grouped. */
  int key(int bucket) {
    return keys.get(bucket);
  }

  /** The bucket that has this key. */
  int bucket(int key) {
    return key % buckets;
  }

  /** The run's id. */
  String run() {
    return turn.run();
  }

  String output() {
    return options.output();
  }

  Limits limits() {
    return options.reading().limits();
  }

  Storage storage() {
    return storages.get();
  }

  /** The folder of the buckets' sources. */
  String list() {
    return staging() + "/list";
  }

  String staging() {
    return new OutputFolder(storage(), output()).staging(run());
  }

  /** All decoders, in the order in which they are asked. */
  Decoders decoders() {
    Decoders decoders =
        Decoders.load().withFirst(DeclaredTables.byTag(options.decoding().declared()));
    return DriverTexts.open(storage(), options.decoding().texts()).giveTo(decoders);
  }

  KnownTags knownTags() {
    KnownTags known = KnownTags.builtIn();
    try {
      known.add(new StringReader(options.decoding().moreTags()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KnownTags.FaultyLineException e) {
      throw new IllegalStateException("the list was read before the run began", e);
    }
    return known;
  }

  /** Whether a table is written; those of what a run found and could not use always are. */
  boolean writes(TableSchema table) {
    return options.writing().tables().isEmpty()
        || options.writing().tables().contains(table.name())
        || table.name().equals(Tables.SOURCES.schema().name())
        || table.name().equals(Tables.REJECTS.schema().name());
  }

  /** All tables that this run writes, in their order. */
  List<TableSchema> schemas(Decoders decoders) {
    return Tables.all(decoders.tables()).stream().filter(this::writes).toList();
  }

  /** What walks this run's dumps. */
  DumpWalker walker(KnownTags known) {
    Decoders decoders = decoders();
    return new DumpWalker(decoders, walkOptions(known, decoders));
  }

  WalkOptions walkOptions(KnownTags known, Decoders decoders) {
    TagSelector selector = new TagSelector(known, decoders);
    try {
      Predicate<Guid> wanted =
          options.decoding().tags().isEmpty()
              ? tag -> true
              : selector.select(options.decoding().tags());
      return new WalkOptions(
          writes(Tables.MODULES.schema()),
          Tables.OF_STACK.stream().anyMatch(table -> writes(table.schema())),
          wanted,
          keep(selector, decoders),
          options.writing().hashing() == RunOptions.Hashing.ALL,
          privacy(),
          options.decoding().settings());
    } catch (TagSelector.UnknownTagException e) {
      throw new IllegalStateException("the tags were checked before the run began", e);
    }
  }

  /** Bytes hold what the columns hide: they are kept only where the columns are. */
  private Predicate<Guid> keep(TagSelector selector, Decoders decoders)
      throws TagSelector.UnknownTagException {
    Predicate<Guid> named = selector.select(options.writing().keep());
    if (options.privacy().mode() == Privacy.Mode.KEEP) {
      return named;
    }
    return named.and(tag -> decoders.of(tag).filter(Decoder::hasPrivateColumns).isEmpty());
  }

  private Privacy privacy() {
    return privateKey.privacy(options.privacy().mode());
  }

  /**
   * The manifest, as far as it is known before the commit.
   *
   * @param times of the stages with each bucket
   */
  Manifest draft(List<StageTime> times) throws IOException {
    Map<String, Long> counted = new TreeMap<>(counts);
    for (StageTime time : times) {
      time.counts().forEach((name, millis) -> counted.merge(name, millis, Long::sum));
    }
    return new Manifest(
        turn.number(),
        turn.nonce(),
        run(),
        program,
        started,
        "",
        List.of(),
        List.of(),
        List.of(),
        counted,
        Map.of(),
        options.description().options(),
        options.description().pipelineSha256(),
        options.privacy().mode().label(),
        options.privacy().keyFingerprint(),
        null,
        null);
  }
}
