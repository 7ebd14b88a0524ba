using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway;

public sealed class WindowedPublisherFaultTests
{
    [Fact]
    public async Task Publisher_OutboxIsCancelledByItself_SaysSoAndGoesOn()
    {
        using LimitedBroker broker = new(receiveMaximum: 10, maximumPacket: 1000);
        broker.Answers.SetResult();
        FaultyOutbox outbox = new(() => throw new OperationCanceledException("the disk took too long"));
        outbox.Messages.Add(1, "topic", new byte[100]);
        await using WindowedPublisher publisher = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "publisher", InitialBackoff = TimeSpan.FromMilliseconds(1) });
        publisher.Start();
        await Eventually.HoldsAsync(() => outbox.Messages.Waiting == 0, "it goes on after the fault", () => $"{publisher.Snapshot()}");
        Assert.Contains("the disk took too long", publisher.Snapshot().LastError, StringComparison.Ordinal);
    }

    /// <summary>An outbox whose first message cannot be taken at once.</summary>
    private sealed class FaultyOutbox(Action fault) : IOutbox
    {
        private bool _failed;

        public event Action? WorkAvailable
        {
            add => Messages.WorkAvailable += value;
            remove => Messages.WorkAvailable -= value;
        }

        public MemoryOutbox Messages { get; } = new();

        public bool TryTake(out OutboundMessage message)
        {
            if (!_failed)
            {
                _failed = true;
                fault();
            }

            return Messages.TryTake(out message);
        }

        public void Acknowledge(long id) => Messages.Acknowledge(id);

        public void Rewind() => Messages.Rewind();
    }
}
