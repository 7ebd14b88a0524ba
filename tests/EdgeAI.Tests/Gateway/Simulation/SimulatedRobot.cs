using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway.Faults;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>A robot with its outbox and the window that it really uses, on a simulated connection to the gateway.</summary>
internal sealed class SimulatedRobot
{
    private const int Width = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    public SimulatedRobot(ushort board)
    {
        Outbox = new PacedRobot(board);
        Window = new DeliveryWindow([Outbox], new DeliveryLimits { Width = Width, Patience = Patience, InitialRest = Rest, MaximumRest = 2 * Rest, Seed = board });
    }

    public PacedRobot Outbox { get; }

    public DeliveryWindow Window { get; }

    public SimulatedLink Link { get; } = new();


    /// <summary>The batches that the gateway refused on this connection where they arrived.</summary>
    public RefusedBatches RefusedOnArrival { get; private set; } = new();

    /// <summary>The batches that the gateway refused on this connection where they were to be stored.</summary>
    public RefusedBatches RefusedInSpool { get; private set; } = new();

    /// <summary>Counts the connections, so that an answer finds out that its own is gone.</summary>
    public int Connections { get; private set; }

    public void Connect()
    {
        Link.Open();
        Connections++;
        RefusedOnArrival = new RefusedBatches();
        RefusedInSpool = new RefusedBatches();
        Window.Open(0, 0);
    }

    public void Lose()
    {
        Link.Lose();
        Window.Lose();
    }

    public bool TrySend(TimeSpan now)
    {
        if (Window.TryTake(0, now, out Delivery delivery) != TakeResult.Taken)
        {
            return false;
        }

        Link.Publish(delivery);
        return true;
    }
}
