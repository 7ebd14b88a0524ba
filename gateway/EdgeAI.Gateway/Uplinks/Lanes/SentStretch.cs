using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Sequences of a lane that were sent and have no receipt: one batch, or what touches and is known in sum only.</summary>
/// <param name="Range">The sequences.</param>
/// <param name="Batch">The batch, if it is one; nothing of it where stretches were merged or cut.</param>
/// <param name="Records">How many records were in it; where stretches were cut, as good as is known.</param>
/// <param name="FirstSent">When the first of it was sent for the first time.</param>
/// <param name="LastSent">When the last of it was sent for the last time.</param>
/// <param name="Sendings">How often it was sent.</param>
/// <param name="Standing">Where it is.</param>
internal readonly record struct SentStretch(SequenceRange Range, ReceiptBatch Batch, long Records, TimeSpan FirstSent, TimeSpan LastSent, int Sendings, SentStanding Standing)
{
    /// <summary>Whether it is one batch as it was sent.</summary>
    public bool IsBatch => Batch.Records > 0;
}
