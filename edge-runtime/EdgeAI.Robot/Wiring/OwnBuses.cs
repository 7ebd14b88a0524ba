using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Buses;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Wiring;

/// <summary>The Linux buses that a robot owns, each opened when the first board asks for it.</summary>
/// <param name="profile">The profile, whose buses have device nodes.</param>
/// <param name="clock">The robot's clock.</param>
internal sealed class OwnBuses(Profile profile, IClock clock) : IDisposable
{
    private readonly Dictionary<string, LinuxI2cBus> _opened = new(StringComparer.Ordinal);

    /// <summary>The buses of one board, in its configuration's order.</summary>
    /// <exception cref="CannotRunException">A bus cannot be opened.</exception>
    public IBoardBuses Of(BoardProfile board) => new BusList([.. board.Buses.Select(bus => Open(profile.Buses.First(candidate => candidate.Name == bus.Name)))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LinuxI2cBus bus in _opened.Values)
        {
            bus.Dispose();
        }
    }

    private RecoveringI2cBus Open(BusProfile bus)
    {
        if (!_opened.TryGetValue(bus.Name, out LinuxI2cBus? opened))
        {
            if (!LinuxI2cBus.TryOpen(bus.Path!, out opened, out string problem))
            {
                throw new CannotRunException($"bus '{bus.Name}': {problem}");
            }

            _opened.Add(bus.Name, opened);
        }

        // The kernel's driver clocks a held bus free where it can; opening the node anew is what is left to a program.
        return new RecoveringI2cBus(opened, opened, clock);
    }

    private sealed class BusList(II2cBus[] buses) : IBoardBuses
    {
        public II2cBus? I2c(int index) => buses[index];

        public ISpiBus? Spi(int index) => null;
    }
}
