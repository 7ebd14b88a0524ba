using Microsoft.Extensions.Hosting;

namespace EdgeAI.City.Operation;

/// <summary>A host's lifetime that listens to nobody: the server starts and stops when it is told to.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
