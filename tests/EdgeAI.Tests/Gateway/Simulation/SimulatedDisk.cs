using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>A folder whose SQLite files forget what was not synced when the power goes, and whose syncs and writes fail when told to.</summary>
internal sealed class SimulatedDisk : IDisposable
{
    private const string Memory = "/dev/shm";

    private static int _disks;

    private readonly PowerCutVfs _vfs;
    private byte[]? _epoch;

    public SimulatedDisk()
    {
        // In memory where there is such a place: what is durable is the shim's business, and thousands of runs wait for no real disk.
        Folder = Directory.Exists(Memory) ? Path.Combine(Memory, Path.GetRandomFileName()) : Directory.CreateTempSubdirectory("edgeai-gateway-").FullName;
        Vfs = $"simulated-{Interlocked.Increment(ref _disks)}";
        _vfs = PowerCutVfs.Register(Vfs, new PowerCutOptions { MaximumSyncMilliseconds = 0, IsFull = () => IsFull, FailsSync = () => FailsSync });
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>The name of the VFS.</summary>
    public string Vfs { get; }

    public bool IsFull { get; set; }

    public bool FailsSync { get; set; }

    /// <summary>An empty disk with power.</summary>
    /// <param name="seed">The seed of which unsynced writes survive.</param>
    public void Format(int seed)
    {
        foreach (string path in Directory.GetFiles(Folder))
        {
            File.Delete(path);
        }

        (IsFull, FailsSync) = (false, false);
        _vfs.RestorePower(seed);
    }

    public void CutPower()
    {
        // Not SQLite's, so that the shim does not hold it back: what a gateway that has no power any more writes to it did not happen.
        _epoch = File.Exists(EpochPath) ? File.ReadAllBytes(EpochPath) : null;
        _vfs.CutPower();
    }

    public void RestorePower(int seed)
    {
        if (_epoch is not null)
        {
            File.WriteAllBytes(EpochPath, _epoch);
        }

        _vfs.RestorePower(seed);
    }

    private string EpochPath => Path.Combine(Folder, EpochFile.FileName);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
