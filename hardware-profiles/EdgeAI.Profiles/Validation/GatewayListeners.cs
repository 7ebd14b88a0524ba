using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The addresses and ports that a gateway listens on.</summary>
internal sealed class GatewayListeners
{
    private static readonly string[] Loopback = ["127.0.0.1", "::1", "localhost"];
    private static readonly string[] Any = ["0.0.0.0", "::"];

    private readonly List<(string Address, long Port, SourceNode Node, string Who)> _taken = [];

    /// <summary>Whether an address is this machine's own, which nobody else reaches.</summary>
    public static bool IsLoopback(string address) => Loopback.Contains(address);

    /// <summary>Adds a listener; a port that is taken is told.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port's node; where it is missing or 0, there is nothing to clash with.</param>
    /// <param name="who">Who listens.</param>
    /// <param name="problems">Takes the clash.</param>
    public void Add(string address, SourceNode? port, string who, ProblemList problems)
    {
        if (port is not { Integer: > 0 and { } number } || problems.IsBad(port))
        {
            return;
        }

        if (_taken.FirstOrDefault(other => other.Port == number && Overlap(other.Address, address)) is { Node: { } first } taken)
        {
            problems.Add(port, $"port {port.Written} is taken by {taken.Who}, {ProblemList.PlaceOf(first, port)}; give one of the two another port");
            return;
        }

        _taken.Add((address, number, port, who));
    }

    /// <summary>The gateway's own listener behind a host and port that a client of its would dial; nothing where there is none.</summary>
    public string? Dialled(string? host, SourceNode? port)
        => host is null || port?.Integer is not > 0 ? null : _taken.FirstOrDefault(own => own.Port == port.Integer && Overlap(own.Address, host)).Who;

    private static bool Overlap(string one, string other)
        => Same(one, other) || (Any.Contains(one) && IsLoopback(other)) || (Any.Contains(other) && IsLoopback(one)) || (Any.Contains(one) && Any.Contains(other));

    private static bool Same(string one, string other) => (one == "localhost" ? "127.0.0.1" : one) == (other == "localhost" ? "127.0.0.1" : other);
}
