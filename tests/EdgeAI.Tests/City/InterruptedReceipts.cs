using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City;

/// <summary>Receipts of which the network takes away the first large group: while most of them wait for those before them, the connection ends.</summary>
internal sealed class InterruptedReceipts(IReceiptSender receipts, FaultyProxy network) : IReceiptSender
{
    // More than a connection has on its way at once.
    private const int Many = 40;

    public bool WasInterrupted { get; private set; }

    public async Task<int> SendAsync(IRecordSession session, IReadOnlyList<CommittedBatch> batches, CancellationToken cancellation)
    {
        if (WasInterrupted || batches.Count < Many)
        {
            return await receipts.SendAsync(session, batches, cancellation);
        }

        network.Stall();
        Task<int> sending = receipts.SendAsync(session, batches, cancellation);
        network.Refuse();
        WasInterrupted = true;
        network.Flow();
        network.Accept();
        return await sending;
    }
}
