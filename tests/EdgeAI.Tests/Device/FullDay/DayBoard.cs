using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The board's body: what survives its restarts, and what its program is handed at each.</summary>
internal sealed class DayBoard(DayClock clock, DayWorld world, DayInbox inbox, DayLink link) : IBoardPlatform, IBoardBuses
{
    private readonly byte[] _compiled = DayConfiguration.Bytes(Day.Morning, QueuePolicyCode.DropNewest);

    public DayStore Store { get; } = new();

    public BoardApplication? Application { get; private set; }

    public bool IsRestarting { get; private set; }

    public bool StartedByPowerOn { get; private set; }

    public string SerialNumber => "0123456789ab";

    public ushort Chance => 40_000;

    public long FreeBytes => 123_456;

    public bool IsLampLit { get; private set; }

    public BoardApplication Start(bool byPowerOn)
    {
        IsRestarting = false;
        IsLampLit = false;
        StartedByPowerOn = byPowerOn;
        Application = new BoardApplication(new BoardImage(_compiled, "9.8.7", FrameFlags.Simulated), this, Store, null, new BoardClock(clock));
        Application.Start();
        return Application;
    }

    public IBoardBuses OpenBuses(BoardConfiguration configuration) => this;

    public II2cBus? I2c(int index) => world.Bus;

    public ISpiBus? Spi(int index) => null;

    public IByteSource OpenLink(LinkConfiguration configuration, SendQueue queue)
    {
        link.Attach(queue);
        return inbox;
    }

    public void SetLamp(int pin, bool lit) => IsLampLit = lit;

    public void StartWatchdog(int milliseconds)
    {
    }

    public void FeedWatchdog()
    {
    }

    public void Restart() => IsRestarting = true;
}
