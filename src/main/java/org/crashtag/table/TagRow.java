package org.crashtag.table;

import java.util.Optional;
import org.crashtag.decode.BlobFacts;
import org.crashtag.tag.KnownTag;
import org.crashtag.tag.TaggedBlob;

/**
 * What a row of {@link Tables#TAGS} is made from.
 *
 * @param facts what became of the blob
 * @param known what its tag is called
 */
public record TagRow(String dumpId, BlobFacts facts, Optional<KnownTag> known) {
  TaggedBlob blob() {
    return facts.blob();
  }
}
