using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City.Cluster;

/// <summary>The network between gateways and the nodes of a cluster, to be taken away from all at once.</summary>
internal sealed class OutageProxies(IEnumerable<int> ports) : IAsyncDisposable
{
    private readonly FaultyProxy[] _proxies = [.. ports.Select(static port => new FaultyProxy(port))];

    public int[] Ports => [.. _proxies.Select(static proxy => proxy.Port)];

    public void Refuse() => Array.ForEach(_proxies, static proxy => proxy.Refuse());

    public void Accept() => Array.ForEach(_proxies, static proxy => proxy.Accept());

    public async ValueTask DisposeAsync()
    {
        foreach (FaultyProxy proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }
}
