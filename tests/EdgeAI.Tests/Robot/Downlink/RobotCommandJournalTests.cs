using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Perception.Store;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class RobotCommandJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Journal_Reopened_KnowsWhatItNoted()
    {
        (CommandId begun, CommandId ended) = (CommandId.Draw(), CommandId.Draw());
        using (RobotCommandJournal journal = RobotCommandJournal.Open(_folder["j"], 1))
        {
            journal.Note(begun, Begin(100));
            journal.Note(ended, Begin(100));
            journal.Note(ended, new JournalEntry(100, 7, CommandState.Failed, CommandReason.BoardRefused, [1, 2, 3]));
        }

        using RobotCommandJournal again = RobotCommandJournal.Open(_folder["j"], 2);

        Assert.Equal(CommandState.Executing, again.Find(begun)!.State);
        JournalEntry end = again.Find(ended)!;
        Assert.Equal((7L, CommandState.Failed, CommandReason.BoardRefused), (end.AtUtcNanoseconds, end.State, end.Reason));
        Assert.Equal([1, 2, 3], end.Detail);
        Assert.Equal(0, again.DamagedUntil);
    }

    [Fact]
    public void Journal_PowerCutAtEveryStep_KeepsWhatItSaidWasNoted()
    {
        int cuts = 0;
        for (int steps = 0; steps < 60; steps++)
        {
            for (int seed = 0; seed < 5; seed++)
            {
                string folder = _folder[$"{steps}-{seed}"];
                List<(CommandId Id, CommandState State)> noted = [];
                try
                {
                    using RobotCommandJournal journal = RobotCommandJournal.Open(folder, 1, new DyingDisk(steps, seed), capacity: 4);
                    for (int command = 0; command < 8 && journal.HasRoom(1000 + command); command++)
                    {
                        CommandId id = CommandId.Draw();
                        journal.Note(id, Begin(100 + command));
                        noted.Add((id, CommandState.Executing));
                        journal.Note(id, new JournalEntry(100 + command, 1, CommandState.Done, CommandReason.None, new byte[command]));
                        noted[^1] = (id, CommandState.Done);
                    }
                }
                catch (PowerCutException)
                {
                    cuts++;
                }

                using RobotCommandJournal again = RobotCommandJournal.Open(folder, 2);
                foreach ((CommandId id, CommandState state) in noted)
                {
                    // Forgotten by its time, or known at least as far as the caller was told.
                    JournalEntry? known = again.Find(id);
                    Assert.True(known is null ? again.ForgottenThrough >= 100 + noted.FindIndex(each => each.Id == id) : known.State >= state, $"{steps} steps, seed {seed}: {state} became {known?.State}");
                }

                Assert.Equal(0, again.DamagedUntil);
            }
        }

        Assert.True(cuts > 100, $"{cuts} cuts");
    }

    [Fact]
    public void Journal_WithoutSyncs_LosesWhatItSaidWasNoted()
    {
        bool lost = false;
        for (int steps = 8; steps < 40 && !lost; steps++)
        {
            string folder = _folder[$"{steps}"];
            List<CommandId> noted = [];
            try
            {
                using RobotCommandJournal journal = RobotCommandJournal.Open(folder, 1, new DyingDisk(steps, 3, syncs: false));
                while (true)
                {
                    CommandId id = CommandId.Draw();
                    journal.Note(id, Begin(100));
                    noted.Add(id);
                }
            }
            catch (PowerCutException)
            {
                using RobotCommandJournal again = RobotCommandJournal.Open(folder, 2);
                lost = noted.Exists(id => again.Find(id) is null);
            }
        }

        Assert.True(lost, "the disk of this test cannot lose anything");
    }

    [Fact]
    public void Journal_DamagedInItsMiddle_IsSetAsideAndKeepsWhatCanBeRead()
    {
        CommandId[] ids = [.. Enumerable.Range(0, 5).Select(static _ => CommandId.Draw())];
        using (RobotCommandJournal journal = RobotCommandJournal.Open(_folder["j"], 1))
        {
            Array.ForEach(ids, id => journal.Note(id, Begin(100)));
        }

        string path = Path.Combine(_folder["j"], RobotCommandJournal.FileName);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        using (RobotCommandJournal damaged = RobotCommandJournal.Open(_folder["j"], 50))
        {
            Assert.Equal(50, damaged.DamagedUntil);
            Assert.Equal(4, ids.Count(id => damaged.Find(id) is not null));
        }

        using RobotCommandJournal again = RobotCommandJournal.Open(_folder["j"], 60);
        Assert.Equal((50L, 4), (again.DamagedUntil, again.Count));
        Assert.Single(Directory.GetFiles(_folder["j"], "*.damaged-*"));
    }

    [Fact]
    public void Journal_AnyBytes_OpensAndIsUsable()
    {
        Random random = new(9);
        byte[] sound;
        using (RobotCommandJournal journal = RobotCommandJournal.Open(_folder["j"], 1))
        {
            for (int command = 0; command < 10; command++)
            {
                journal.Note(CommandId.Draw(), Begin(100));
            }
        }

        string path = Path.Combine(_folder["j"], RobotCommandJournal.FileName);
        sound = File.ReadAllBytes(path);
        for (int turn = 0; turn < 3000; turn++)
        {
            byte[] mutated = EdgeAI.Tests.Records.Vectors.Mutate(sound, random);
            int commands = 0;
            JournalFile.TryRead(mutated, (_, _) => commands++, static (_, _) => { }, out int length);
            Assert.InRange(commands, 0, 10);
            Assert.InRange(length, 0, mutated.Length);
        }
    }

    [Fact]
    public void Journal_Full_ForgetsWhatIsOverAndSaysUpToWhen()
    {
        using RobotCommandJournal journal = RobotCommandJournal.Open(_folder["j"], 1, capacity: 3);
        CommandId open = CommandId.Draw();
        journal.Note(open, Begin(10));
        journal.Note(CommandId.Draw(), Begin(20) with { State = CommandState.Done });
        journal.Note(CommandId.Draw(), Begin(30) with { State = CommandState.Done });

        Assert.False(journal.HasRoom(15));
        Assert.True(journal.HasRoom(25));

        Assert.Equal((20L, 2), (journal.ForgottenThrough, journal.Count));
        Assert.NotNull(journal.Find(open));
    }

    public void Dispose() => _folder.Dispose();

    private static JournalEntry Begin(long expires) => new(expires, 1, CommandState.Executing, CommandReason.None, []);
}
