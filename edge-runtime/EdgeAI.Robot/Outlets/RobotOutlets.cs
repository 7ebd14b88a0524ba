using EdgeAI.Device.Wire;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Outlets;

/// <summary>Makes the way out to controllers that a profile names. A replay gets none: a recording moves no arm.</summary>
internal static class RobotOutlets
{
    /// <summary>Makes it, and lets it hear what stages answer and what the robot says of its health.</summary>
    /// <param name="parts">The robot, not yet stepped.</param>
    /// <param name="clock">Its timeline.</param>
    /// <returns>The outlet; null where the profile names none.</returns>
    /// <exception cref="CannotRunException">A way cannot be made.</exception>
    public static Outlet? Make(RobotParts parts, MonotonicClock clock)
    {
        if (parts.Profile.Outlets is not { } profile)
        {
            return null;
        }

        List<IOutletWay> ways = [];
        try
        {
            if (profile.Ring is { } path)
            {
                OutletRingOptions options = new() { Path = path, Slots = profile.Slots, Boot = parts.Boot, OriginNanoseconds = clock.OriginNanoseconds };
                ways.Add(OutletRing.TryCreate(options, clock, out OutletRing? ring, out string problem) ? ring : throw new CannotRunException(problem));
            }

            foreach (string socket in profile.Sockets)
            {
                ways.Add(OutletDatagrams.TryCreate(socket, parts.Boot, clock.OriginNanoseconds, out OutletDatagrams? datagrams, out string problem) ? datagrams : throw new CannotRunException(problem));
            }
        }
        catch (CannotRunException)
        {
            ways.ForEach(static way => way.Dispose());
            throw;
        }

        Outlet outlet = new(clock, ways, parts.Profile.Robot.Simulated ? FrameFlags.Simulated : FrameFlags.None);
        parts.Observers.Add(outlet);
        parts.Health.Add(outlet);
        return outlet;
    }

    /// <summary>What became of what was published, a line for the outlet and one for each socket.</summary>
    public static IEnumerable<string> Lines(Outlet outlet)
    {
        yield return $"Outlet   {outlet.Published} items for controllers, {outlet.NotCarried} of a kind that it does not carry; {string.Join(", ", outlet.Ways.OfType<OutletRing>().Select(static ring => $"ring {ring.Path}"))}";
        foreach (OutletDatagrams socket in outlet.Ways.OfType<OutletDatagrams>())
        {
            yield return $"Outlet   socket {socket.Path}: {socket.Sent} sent, {socket.DroppedFull} dropped because its reader was slow, {socket.DroppedAbsent} because nobody was there";
        }
    }
}
