using System.Security.Cryptography;
using System.Text;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Perception.Store;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// Configuration files that lie ready for the robot's next start: in <c>configurations/NAME</c> each under its SHA-256, and the file
/// <c>current</c>: the SHA-256 of the one in use, that of the one before, and the rollout that brought it, a line each.
/// </summary>
internal sealed class ConfigurationTarget(string folder, StoreDisk disk) : IArtifactTarget
{
    private const string CurrentName = "current";
    private const string Nothing = "-";

    /// <inheritdoc/>
    public Task<HandlerResult> InstallAsync(ArtifactOrder order, string path, CancellationToken stop)
    {
        string own = FolderOf(order);
        (string current, _) = Read(own);
        if (current == order.Sha256)
        {
            if (RolloutOf(own) != order.Rollout)
            {
                // It was in use before this rollout, so it is also what this rollout goes back to.
                Write(own, current, current, order.Rollout);
            }

            return Task.FromResult(HandlerResult.Done);
        }

        disk.MakeFolder(own);
        disk.SyncFolder(Path.GetDirectoryName(own)!);
        disk.Rename(path, Path.Combine(own, order.Sha256));
        disk.SyncFolder(own);
        Write(own, order.Sha256, current, order.Rollout);
        foreach (string old in Directory.EnumerateFiles(own).Where(file => ArtifactManifest.IsHash(Path.GetFileName(file)) && Path.GetFileName(file) is var name && name != order.Sha256 && name != current).ToArray())
        {
            disk.Delete(old);
        }

        return Task.FromResult(HandlerResult.Done);
    }

    /// <inheritdoc/>
    public async Task<HandlerResult> CheckAsync(ArtifactOrder order, CancellationToken stop)
    {
        string own = FolderOf(order);
        if (Read(own).Current != order.Sha256)
        {
            return HandlerResult.Failed(CommandReason.NotInstalled, $"{order.Name} is of another version here");
        }

        FileStream file = File.OpenRead(Path.Combine(own, order.Sha256));
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop).ConfigureAwait(false)) == order.Sha256
                ? HandlerResult.Done
                : HandlerResult.Failed(CommandReason.WrongHash, $"{order.Name} is damaged on this robot's disk");
        }
    }

    /// <inheritdoc/>
    public Task<HandlerResult> RollBackAsync(ArtifactOrder order, CancellationToken stop)
    {
        string own = FolderOf(order);
        (string current, string before) = Read(own);
        if (current == order.Sha256 && before != current && RolloutOf(own) == order.Rollout)
        {
            Write(own, before, Nothing, Nothing);
        }

        return Task.FromResult(HandlerResult.Done);
    }

    /// <summary>The SHA-256 of the configuration of a name that is in use, and of the one before; <c>-</c> for none.</summary>
    public static (string Current, string Before) Read(string own)
    {
        string path = Path.Combine(own, CurrentName);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines is [{ } current, { } before, ..] ? (current, before) : (Nothing, Nothing);
    }

    private static string RolloutOf(string own)
    {
        string path = Path.Combine(own, CurrentName);
        return File.Exists(path) && File.ReadAllLines(path) is [_, _, { } rollout, ..] ? rollout : Nothing;
    }

    private void Write(string own, string current, string before, string rollout)
    {
        string path = Path.Combine(own, CurrentName);
        using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            disk.Write(file, Encoding.ASCII.GetBytes($"{current}\n{before}\n{rollout}\n"));
            disk.Sync(file);
        }

        disk.Rename(path + ".new", path);
        disk.SyncFolder(own);
    }

    private string FolderOf(ArtifactOrder order) => Path.Combine(folder, "configurations", order.Name);
}
