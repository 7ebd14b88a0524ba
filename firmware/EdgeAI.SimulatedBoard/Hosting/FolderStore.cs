using EdgeAI.Device.Application;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>A simulated board's memory that survives power-off: one file a place in a folder. Not thread safe.</summary>
/// <param name="folder">The folder; made when it is first written to.</param>
public sealed class FolderStore(string folder) : IBoardStore
{
    /// <inheritdoc/>
    public int Load(int place, byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        try
        {
            using FileStream file = File.OpenRead(PathOf(place));
            file.ReadAtLeast(buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length)), buffer.Length, throwOnEndOfStream: false);
            return (int)Math.Min(int.MaxValue, file.Length);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public bool Save(int place, byte[] buffer, int count)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream file = File.Create(PathOf(place));
            file.Write(buffer, 0, count);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string PathOf(int place) => Path.Combine(folder, $"place-{place}.bin");
}
