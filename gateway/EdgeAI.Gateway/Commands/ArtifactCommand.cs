using System.CommandLine;
using System.Globalization;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>artifact list</c>: what the gateway offers, to whom, in which stage, and how it is there (DOWNLINK.md).</summary>
internal static class ArtifactCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        DownlinkOptionSet downlink = new();
        Command list = new("list", "Tells what is offered, to whom, in which stage, and whether each robot still runs it; a gateway may be running on it");
        downlink.AddTo(list);
        list.SetAction((result, _) => OneLine.RunAsync(result, output => ListAsync(downlink.Read(result), output)));
        return new Command("artifact", "Models and configurations that robots get from this gateway") { list };
    }

    private static async Task<int> ListAsync(DownlinkOptions options, TextWriter output)
    {
        using DownlinkDatabase database = DownlinkOptionSet.Open(options);
        CommandJournal journal = new(database, options);
        List<Rollout> rollouts = new RolloutDesk(options, database, journal).All();
        Dictionary<string, long> held = ArtifactStore.HeldIn(options.Folder);
        foreach (Rollout rollout in rollouts)
        {
            ArtifactManifest manifest = rollout.Manifest;
            string kind = manifest.Kind.ToString().ToLowerInvariant();
            await output.WriteLineAsync(Text($"{manifest.Name} {manifest.Version}: {kind}, {manifest.Bytes} bytes, SHA-256 {manifest.Sha256}; {HoldingOf(rollout, held)}")).ConfigureAwait(false);
            await output.WriteLineAsync(Text($"  rollout {rollout.Id}: {rollout.Phase}, stage {rollout.Stage + 1} of {manifest.Rollout.Stages.Length}{(rollout.Outcome.Length == 0 ? "" : $": {rollout.Outcome}")}")).ConfigureAwait(false);
            for (int index = 0; index < manifest.Robots.Length; index++)
            {
                await output.WriteLineAsync($"    {manifest.Robots[index]}: {HealthOf(journal, rollout, index)}").ConfigureAwait(false);
            }
        }

        foreach ((string sha256, long bytes) in held.Where(each => rollouts.TrueForAll(rollout => rollout.Manifest.Sha256 != each.Key)).OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(Text($"SHA-256 {sha256}: {bytes} bytes that no rollout names; they go when room is needed")).ConfigureAwait(false);
        }

        return 0;
    }

    private static string HoldingOf(Rollout rollout, Dictionary<string, long> held)
    {
        if (held.TryGetValue(rollout.Manifest.Sha256, out long bytes))
        {
            return bytes == rollout.Manifest.Bytes ? "held here" : Text($"damaged here: {bytes} bytes");
        }

        return rollout.Phase == RolloutPhase.Fetching ? "being fetched" : "not held here";
    }

    private static string HealthOf(CommandJournal journal, Rollout rollout, int robot)
    {
        string name = rollout.Manifest.Robots[robot];
        if (journal.Find(rollout.CommandOf(name, Rollout.InstallStep)) is not { } install)
        {
            return Text($"not offered yet, it is of stage {StageOf(rollout, robot) + 1}");
        }

        if (journal.Find(rollout.CommandOf(name, Rollout.RollbackStep)) is { } rollback)
        {
            return rollback.State == CommandState.Done ? "went back to what it ran before" : $"is to go back: {StateOf(rollback)}";
        }

        if (install.State != CommandState.Done)
        {
            return install.State.IsFinal() ? $"does not have it: {StateOf(install)}" : $"offered: {StateOf(install)}";
        }

        for (int stage = rollout.Stage; stage >= 0; stage--)
        {
            if (journal.Find(rollout.CommandOf(name, Rollout.CheckStep(stage))) is { } check)
            {
                return check.State == CommandState.Done ? Text($"has it and ran it at the check of stage {stage + 1}")
                    : check.State.IsFinal() ? Text($"took it; the check of stage {stage + 1}: {StateOf(check)}")
                    : Text($"has it, the check of stage {stage + 1} is under way");
            }
        }

        return "has it, not checked yet";
    }

    private static int StageOf(Rollout rollout, int robot)
        => Array.FindIndex(rollout.Manifest.Rollout.Stages, stage => stage.Of(rollout.Manifest.Robots.Length) > robot);

    private static string StateOf(JournaledCommand command) => command.Reason == CommandReason.None ? command.State.ToString() : $"{command.State} ({command.Reason})";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
