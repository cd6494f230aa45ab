package org.crashtag.pipeline;

import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagSelector;
import org.crashtag.decode.WalkOptions;
import org.crashtag.source.Limits;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;

/**
 * What every worker of a run must know.
 *
 * @param storages gives each worker its storage
 * @param output the output folder
 * @param run the run's id
 * @param started when it began, ISO 8601 UTC
 * @param program this program's version
 * @param buckets how many groups sources and dumps are dealt into
 * @param tags names of the tags that are decoded; empty for all
 * @param keep names of the tags whose bytes are kept
 * @param hashAll whether blobs that nobody decodes are hashed, too
 * @param tables names of the tables that are written; empty for all
 * @param moreTags the user's own list of tag names
 * @param privacy what becomes of private columns
 * @param options as the user gave them, for the manifest
 * @param pipelineSha256 of the pipeline file; empty without one
 * @param limits what an archive may cost
 */
record RunPlan(
    StorageFactory storages,
    String output,
    String run,
    String started,
    String program,
    int buckets,
    List<String> tags,
    List<String> keep,
    boolean hashAll,
    List<String> tables,
    String moreTags,
    String privacy,
    Map<String, String> options,
    String pipelineSha256,
    Limits limits)
    implements Serializable {
  RunPlan {
    tags = List.copyOf(tags);
    keep = List.copyOf(keep);
    tables = List.copyOf(tables);
    options = Map.copyOf(options);
  }

  Storage storage() {
    return storages.get();
  }

  String staging() {
    return new OutputFolder(storage(), output).staging(run);
  }

  KnownTags knownTags() {
    KnownTags known = KnownTags.builtIn();
    try {
      known.add(new StringReader(moreTags));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KnownTags.FaultyLineException e) {
      throw new IllegalStateException("the list was read before the run began", e);
    }
    return known;
  }

  /** What was met, and what of it could not be used, is told in any case. */
  boolean writes(TableSchema table) {
    return tables.isEmpty()
        || tables.contains(table.name())
        || table.name().equals(Tables.SOURCES.name())
        || table.name().equals(Tables.REJECTS.name());
  }

  /** All tables that this run writes, in their order. */
  List<TableSchema> schemas(Decoders decoders) {
    return Tables.all(decoders.tables()).stream().filter(this::writes).toList();
  }

  WalkOptions walkOptions(KnownTags known, Decoders decoders) {
    TagSelector selector = new TagSelector(known, decoders);
    try {
      Predicate<Guid> wanted = tags.isEmpty() ? tag -> true : selector.select(tags);
      return new WalkOptions(
          writes(Tables.MODULES),
          wanted,
          selector.select(keep),
          hashAll,
          new Privacy(Privacy.Mode.DROP, new byte[1]),
          Map.of());
    } catch (TagSelector.UnknownTagException e) {
      throw new IllegalStateException("the tags were checked before the run began", e);
    }
  }

  /** The manifest, as far as it is known before the run. */
  Manifest draft() {
    return new Manifest(
        run,
        program,
        started,
        "",
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        options,
        pipelineSha256,
        privacy);
  }
}
