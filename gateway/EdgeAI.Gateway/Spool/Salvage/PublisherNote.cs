using EdgeAI.Gateway.Spool.Writing;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>Which batches of a robot's boot a damaged file says are stored.</summary>
internal readonly record struct PublisherNote(string Robot, uint Boot, StoredBatches Batches);
