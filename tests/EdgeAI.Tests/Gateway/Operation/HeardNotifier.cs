using System.Collections.Immutable;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>Stands for systemd: keeps what it is told.</summary>
internal sealed class HeardNotifier : ISystemdNotifier
{
    private ImmutableList<string> _states = [];

    public bool IsEnabled => true;

    public ImmutableList<string> States => Volatile.Read(ref _states);

    public void Notify(ServiceState state) => ImmutableInterlocked.Update(ref _states, states => states.Add(state.ToString()));
}
