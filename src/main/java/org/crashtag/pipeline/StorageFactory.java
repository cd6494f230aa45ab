package org.crashtag.pipeline;

import java.io.Serializable;
import java.util.function.Supplier;
import org.crashtag.storage.Storage;

/** Creates the storage of a worker. */
public interface StorageFactory extends Supplier<Storage>, Serializable {}
