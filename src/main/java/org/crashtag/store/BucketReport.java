package org.crashtag.store;

import java.io.Serializable;

/** What a stage of the pipeline reports of a bucket to the commit. */
public sealed interface BucketReport extends Serializable permits BucketResult, StageTime {}
