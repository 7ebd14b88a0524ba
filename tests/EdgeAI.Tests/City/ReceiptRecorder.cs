using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;

namespace EdgeAI.Tests.City;

/// <summary>Notes what a receiver would send receipts for.</summary>
internal sealed class ReceiptRecorder : IReceiptSender
{
    private readonly Lock _lock = new();
    private readonly List<CommittedBatch> _batches = [];

    public CommittedBatch[] Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public Task<int> SendAsync(IRecordSession session, IReadOnlyList<CommittedBatch> batches, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _batches.AddRange(batches);
        }

        return Task.FromResult(1);
    }
}
