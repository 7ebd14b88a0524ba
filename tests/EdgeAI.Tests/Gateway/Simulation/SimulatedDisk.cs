using EdgeAI.Gateway.Spool.Files;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>A folder whose SQLite files forget what was not synced when the power goes, and whose syncs and writes fail when told to.</summary>
internal sealed class SimulatedDisk : IDisposable
{
    private const string Memory = "/dev/shm";

    private static int _disks;

    private readonly PowerCutVfs _vfs;
    private bool? _cutReaches;
    private byte[]? _epoch;

    public SimulatedDisk()
    {
        // In memory where there is such a place: what is durable is the shim's business, and thousands of runs wait for no real disk.
        Folder = Directory.Exists(Memory) ? Path.Combine(Memory, Path.GetRandomFileName()) : Directory.CreateTempSubdirectory("edgeai-gateway-").FullName;
        Vfs = $"simulated-{Interlocked.Increment(ref _disks)}";
        _vfs = PowerCutVfs.Register(Vfs, new PowerCutOptions { MaximumSyncMilliseconds = 0, IsFull = () => IsFull, FailsSync = OnSync });
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>The name of the VFS.</summary>
    public string Vfs { get; }

    public bool IsFull { get; set; }

    public bool FailsSync { get; set; }

    /// <summary>Whether the power was cut and not given back.</summary>
    public bool PowerIsOut { get; private set; }

    /// <summary>Called when the power is cut within a sync.</summary>
    public Action? PowerGoes { get; set; }

    /// <summary>An empty disk with power.</summary>
    /// <param name="seed">The seed of which unsynced writes survive.</param>
    public void Format(int seed)
    {
        foreach (string path in Directory.GetFiles(Folder))
        {
            File.Delete(path);
        }

        Mend();
        PowerGoes = null;
        _epoch = null;
        RestorePower(seed);
    }

    /// <summary>From here on nothing fails any more.</summary>
    public void Mend() => (IsFull, FailsSync, _cutReaches) = (false, false, null);

    public void CutPower()
    {
        LosePower();
        _vfs.CutPower();
    }

    /// <summary>Cuts the power within the next sync.</summary>
    /// <param name="reaches">Whether what is being synced reaches the disk before.</param>
    public void CutPowerWithinSync(bool reaches) => _cutReaches = reaches;

    public void RestorePower(int seed)
    {
        PowerIsOut = false;
        if (_epoch is not null)
        {
            File.WriteAllBytes(EpochPath, _epoch);
            _epoch = null;
        }

        _vfs.RestorePower(seed);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string EpochPath => Path.Combine(Folder, EpochFile.FileName);

    // The epoch's file is not SQLite's, so that the shim does not hold it back: what a gateway without power writes to it later did not happen.
    private void LosePower()
    {
        PowerIsOut = true;
        _epoch ??= File.Exists(EpochPath) ? File.ReadAllBytes(EpochPath) : null;
    }

    private bool OnSync()
    {
        if (_cutReaches is not { } reaches)
        {
            return FailsSync;
        }

        // What had power still comes to the end of its step, but nothing of it leaves the machine or reaches the disk.
        _cutReaches = null;
        LosePower();
        PowerGoes?.Invoke();
        if (!reaches)
        {
            _vfs.CutPower();
        }

        return !reaches;
    }
}
