using System.CommandLine;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>rollout status</c>: where the gateway's rollouts are, robot by robot (DOWNLINK.md).</summary>
internal static class RolloutCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        DownlinkOptionSet downlink = new();
        Command status = new("status", "Tells where rollouts are, and what each robot did");
        downlink.AddTo(status);
        status.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            DownlinkOptions options = downlink.Read(result);
            using DownlinkDatabase database = DownlinkOptionSet.Open(options);
            CommandJournal journal = new(database, options);
            foreach (Rollout rollout in new RolloutDesk(options, database, journal).All())
            {
                string stage = $"stage {rollout.Stage + 1} of {rollout.Manifest.Rollout.Stages.Length}";
                await output.WriteLineAsync($"{rollout.Id} {rollout.Manifest.Name} {rollout.Manifest.Version}: {rollout.Phase}, {stage}{(rollout.Outcome.Length == 0 ? "" : $": {rollout.Outcome}")}").ConfigureAwait(false);
                foreach (string robot in rollout.Manifest.Robots)
                {
                    await output.WriteLineAsync($"  {robot}: {StateOf(journal, rollout, robot)}").ConfigureAwait(false);
                }
            }

            return 0;
        }));
        return new Command("rollout", "Staged rollouts of models and configurations") { status };
    }

    private static string StateOf(CommandJournal journal, Rollout rollout, string robot)
    {
        List<string> steps = [];
        foreach (string step in rollout.Steps)
        {
            if (journal.Find(rollout.CommandOf(robot, step)) is { } command)
            {
                steps.Add($"{step} {command.State}{(command.Reason == CommandReason.None ? "" : $" ({command.Reason})")}");
            }
        }

        return steps.Count == 0 ? "untouched" : string.Join(", ", steps);
    }
}
