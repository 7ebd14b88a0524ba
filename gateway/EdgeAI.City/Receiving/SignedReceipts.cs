using EdgeAI.City.Sources;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Receiving;

/// <summary>Receipts signed with the city's key, one for each spool that batches came from, published to the gateway's topic (RECORDS.md, "Receipts"). For one thread at a time.</summary>
internal sealed class SignedReceipts(IRecordSigner signer, TimeProvider time) : IReceiptSender
{
    private readonly ReceiptWriter _writer = new(signer);

    public async Task<int> SendAsync(IRecordSession session, IReadOnlyList<CommittedBatch> batches, CancellationToken cancellation)
    {
        long committed = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        List<Task> sending = [];
        foreach (var spool in batches.GroupBy(static batch => (batch.Site, batch.Gateway, batch.Epoch)))
        {
            foreach (CommittedBatch[] entries in spool.Distinct().Chunk(ReceiptWriter.MaximumCount))
            {
                // The writer's memory is its own: a copy is on its way while the next is written.
                byte[] receipt = Write(spool.Key.Gateway, spool.Key.Epoch, committed, entries);
                sending.Add(session.PublishAsync(TopicOf(spool.Key.Site, spool.Key.Gateway), receipt, cancellation));
            }
        }

        await Task.WhenAll(sending).ConfigureAwait(false);
        return sending.Count;
    }

    private static string TopicOf(string site, string gateway) => $"{Topics.Prefix}{site}/{gateway}/receipts";

    private byte[] Write(string gateway, long epoch, long committed, CommittedBatch[] entries)
    {
        _writer.Begin(gateway, epoch, committed);
        foreach (CommittedBatch entry in entries)
        {
            _writer.TryAdd(new ReceiptBatch(entry.Class, entry.First, entry.Last, (ushort)entry.Records));
        }

        return _writer.Finish().ToArray();
    }
}
