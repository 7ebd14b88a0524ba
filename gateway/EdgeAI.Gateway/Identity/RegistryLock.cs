namespace EdgeAI.Gateway.Identity;

/// <summary>One writer of the registry at a time, across processes: the command line and the running gateway.</summary>
internal static class RegistryLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Takes the lock; disposing gives it back. The operating system gives it back when the process ends.</summary>
    /// <exception cref="GatewayException">The folder cannot be written, or another writer held the lock for ten seconds.</exception>
    public static async Task<IDisposable> TakeAsync(string folder)
    {
        string path = Path.Combine(folder, "registry.lock");
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new GatewayException($"{path} cannot be written ({exception.Message}): run this as the gateway's user", exception);
            }
            catch (DirectoryNotFoundException exception)
            {
                throw new GatewayException($"there is no folder {folder}: make the authority with: EdgeAI.Gateway ca init", exception);
            }
            catch (IOException exception) when (patience.IsCancellationRequested)
            {
                throw new GatewayException($"{path} is held by another program ({exception.Message}): let it finish and try again", exception);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
