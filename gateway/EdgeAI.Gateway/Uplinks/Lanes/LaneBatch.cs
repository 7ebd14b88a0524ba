using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>A sealed batch in a rented buffer.</summary>
/// <param name="Buffer">The buffer, to be returned once nobody reads it any more.</param>
/// <param name="Length">The batch's bytes in it.</param>
/// <param name="Names">What a receipt will name it by: class, first and last sequence, records.</param>
/// <param name="ReceivedUtcNanoseconds">When the gateway received the first of them.</param>
internal readonly record struct LaneBatch(byte[] Buffer, int Length, ReceiptBatch Names, long ReceivedUtcNanoseconds);
