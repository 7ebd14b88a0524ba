using EdgeAI.City.Sources;

namespace EdgeAI.City.Receiving;

/// <summary>Tells gateways which of their batches are in the table (RECORDS.md, "Receipts").</summary>
internal interface IReceiptSender
{
    /// <summary>Sends what was committed; the number of receipts that the broker has. Called after the commit and before the batches are acknowledged to the broker, so that a batch whose receipt was not sent comes again.</summary>
    /// <exception cref="CityException">A receipt could not be sent; the message says why.</exception>
    Task<int> SendAsync(IRecordSession session, IReadOnlyList<CommittedBatch> batches, CancellationToken cancellation);
}
