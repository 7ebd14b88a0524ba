using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Buses;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Wiring;

/// <summary>The Linux buses that a robot owns, I2C and SPI, each opened when the first board asks for it.</summary>
/// <param name="profile">The profile, whose buses have device nodes.</param>
/// <param name="clock">The robot's clock.</param>
/// <param name="open">Opens a bus's node as a <see cref="LinuxI2cBus"/> or a <see cref="LinuxSpiBus"/>; null for <see cref="OpenNode"/>.</param>
internal sealed class OwnBuses(Profile profile, IClock clock, Func<BusProfile, IDisposable>? open = null) : IDisposable
{
    private readonly Func<BusProfile, IDisposable> _open = open ?? OpenNode;
    private readonly Dictionary<string, IDisposable> _opened = new(StringComparer.Ordinal);

    /// <summary>Opens the device node of a bus.</summary>
    /// <exception cref="CannotRunException">The node cannot be opened; the message names bus and node, and says what to do.</exception>
    public static IDisposable OpenNode(BusProfile bus)
    {
        string problem;
        if (bus.Kind == BusKind.LinuxSpi)
        {
            return LinuxSpiBus.TryOpen(bus.Path!, bus.Hertz!.Value, out LinuxSpiBus? spi, out problem) ? spi : throw CannotOpen(bus, problem);
        }

        return LinuxI2cBus.TryOpen(bus.Path!, out LinuxI2cBus? i2c, out problem) ? i2c : throw CannotOpen(bus, problem);
    }

    /// <summary>The buses of one board, in its configuration's order.</summary>
    /// <exception cref="CannotRunException">A bus cannot be opened.</exception>
    public IBoardBuses Of(BoardProfile board) => new BusList([.. board.Buses.Select(bus => Open(profile.Buses.First(candidate => candidate.Name == bus.Name)))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable bus in _opened.Values)
        {
            bus.Dispose();
        }
    }

    private static CannotRunException CannotOpen(BusProfile bus, string problem) => new($"bus '{bus.Name}': {problem}");

    private object Open(BusProfile bus)
    {
        if (!_opened.TryGetValue(bus.Name, out IDisposable? opened))
        {
            opened = _open(bus);
            _opened.Add(bus.Name, opened);
        }

        // The kernel's driver clocks a held I2C bus free where it can; opening the node anew is what is left to a program. An SPI bus cannot be held.
        return opened is LinuxI2cBus i2c ? new RecoveringI2cBus(i2c, i2c, clock) : opened;
    }

    private sealed class BusList(object[] buses) : IBoardBuses
    {
        public II2cBus? I2c(int index) => buses[index] as II2cBus;

        public ISpiBus? Spi(int index) => buses[index] as ISpiBus;
    }
}
