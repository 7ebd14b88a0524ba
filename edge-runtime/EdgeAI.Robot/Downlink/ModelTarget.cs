using System.Formats.Tar;
using System.Globalization;
using System.Text;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Perception.Store;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// Models: added to the robot's store as the next generation and promoted there. A robot that watches its store swaps to it, and back if it
/// does not prove itself (edge-runtime/MODELS.md, "The swap"); the check after the soak finds out.
/// </summary>
internal sealed class ModelTarget(string folder, StoreWriter store, StoreDisk disk) : IArtifactTarget
{
    // As many as the store takes.
    private const int MaximumFiles = 64;
    private const int UstarOffset = 257;

    /// <inheritdoc/>
    public async Task<HandlerResult> InstallAsync(ArtifactOrder order, string path, CancellationToken stop)
    {
        string unpacked = Path.Combine(folder, "unpacked", order.Sha256);
        if (Directory.Exists(unpacked))
        {
            // Of a robot that died in it.
            disk.Delete(unpacked);
        }

        try
        {
            disk.MakeFolder(unpacked);
            if (!TryUnpack(order, path, unpacked, out string source, out string problem))
            {
                return HandlerResult.Failed(CommandReason.StoreRefused, problem);
            }

            // Before anything changes: the first generation of a name is in use from its adding on.
            int before = NoteOf(order) is { } known ? known.Before : store.Store.Find(order.Name, out ModelRef? found, out _) == StoreRefusal.None ? found!.Current : 0;
            Note(order, new RolloutNote(order.Rollout, 0, before));
            int generation = 0;
            (StoreRefusal refusal, string reason) = await store.WriteAsync(
                (ModelStore models, out string why) => models.Add(source, order.Name, StoredVariant.Original, out generation, out _, out why), stop).ConfigureAwait(false);
            if (refusal == StoreRefusal.None)
            {
                Note(order, new RolloutNote(order.Rollout, generation, before));
                (refusal, reason) = await store.WriteAsync(
                    (ModelStore models, out string why) => models.Promote(order.Name, generation, $"rollout {order.Rollout}, version {order.Version}", null, out why), stop).ConfigureAwait(false);
            }

            if (refusal != StoreRefusal.None)
            {
                return HandlerResult.Failed(StoreWriter.ReasonOf(refusal), reason);
            }

            disk.Delete(path);
            return HandlerResult.Done;
        }
        finally
        {
            disk.Delete(unpacked);
        }
    }

    /// <inheritdoc/>
    public Task<HandlerResult> CheckAsync(ArtifactOrder order, CancellationToken stop)
    {
        if (NoteOf(order) is not { Generation: > 0 and int generation } || store.Store.Find(order.Name, out ModelRef? found, out _) != StoreRefusal.None)
        {
            return Task.FromResult(HandlerResult.Failed(CommandReason.NotInstalled, $"{order.Name}: this robot never took it"));
        }

        return Task.FromResult(found!.Current == generation
            ? HandlerResult.Done
            : HandlerResult.Failed(CommandReason.HeldBack, $"{order.Name}: runs generation {found.Current} and not {generation}{(found.Change is { Why: { } why } ? $": {why}" : "")}"));
    }

    /// <inheritdoc/>
    public Task<HandlerResult> RollBackAsync(ArtifactOrder order, CancellationToken stop)
        => NoteOf(order) is { Generation: > 0 } note && note.Before != note.Generation
            ? store.ReturnAsync(order.Name, note.Generation, note.Before, $"rollout {order.Rollout} was given up", stop)
            : Task.FromResult(HandlerResult.Done);

    private static bool TryUnpack(ArtifactOrder order, string path, string into, out string source, out string problem)
    {
        problem = "";
        source = into;
        using FileStream file = File.OpenRead(path);
        if (!IsTar(file))
        {
            source = Path.Combine(into, order.Name + ".onnx");
            File.Copy(path, source);
            return true;
        }

        try
        {
            using TarReader tar = new(file);
            for (int files = 0; tar.GetNextEntry() is { } entry;)
            {
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType == TarEntryType.Directory && name.Length == 0)
                {
                    continue;
                }

                // Only plain names: an entry that leads out of the folder, or is a link, has no place in a model.
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || name.Length == 0 || name != Path.GetFileName(name) || name is "." or ".." || ++files > MaximumFiles)
                {
                    problem = $"{order.Name}: '{entry.Name}' has no place in a model's tar: at most {MaximumFiles} plain files, in no folder";
                    return false;
                }

                entry.ExtractToFile(Path.Combine(into, name), overwrite: false);
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or EndOfStreamException or FormatException)
        {
            problem = $"{order.Name}: its tar cannot be read: {exception.Message}";
            return false;
        }
    }

    private static bool IsTar(FileStream file)
    {
        Span<byte> magic = stackalloc byte[5];
        file.Position = Math.Min(UstarOffset, file.Length);
        bool isTar = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual("ustar"u8);
        file.Position = 0;
        return isTar;
    }

    private string NotePathOf(ArtifactOrder order) => Path.Combine(folder, "rollouts", order.Name);

    private void Note(ArtifactOrder order, RolloutNote note)
    {
        string path = NotePathOf(order);
        disk.MakeFolder(Path.GetDirectoryName(path)!);
        disk.SyncFolder(folder);
        using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            disk.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{note.Rollout}\n{note.Generation}\n{note.Before}\n")));
            disk.Sync(file);
        }

        disk.Rename(path + ".new", path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>What the order's rollout did here; null where another one, or none, was the last to bring this model.</summary>
    private RolloutNote? NoteOf(ArtifactOrder order)
        => File.Exists(NotePathOf(order)) && File.ReadAllLines(NotePathOf(order)) is [{ } rollout, { } generation, { } before] && rollout == order.Rollout
            && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out int earlier)
            ? new RolloutNote(rollout, number, earlier) : null;

    /// <summary>What the last rollout of a model did on this robot.</summary>
    /// <param name="Rollout">The announcement's id.</param>
    /// <param name="Generation">The generation that it brought; 0 while it is not in the store.</param>
    /// <param name="Before">The one that robots ran before; 0 where there was no such model.</param>
    private sealed record RolloutNote(string Rollout, int Generation, int Before);
}
