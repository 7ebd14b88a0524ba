using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Outlets;

namespace EdgeAI.Tests.Robot;

public sealed class OutletRunTests
{
    [Fact]
    public async Task Desktop_WithARing_TellsAControllerOfTouchesUntilItEnds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the outlet's ring needs Linux");
        string folder = Directory.CreateTempSubdirectory("edgeai-outlet-").FullName;
        string path = Path.Combine(folder, "ring");
        try
        {
            using TemporaryProfile profile = new(text => text.Replace("\"gateway\":", $"\"outlets\": {{ \"ring\": \"{path}\", \"sockets\": [ \"{folder}/nobody\" ] }},\n  \"gateway\":", StringComparison.Ordinal));
            HashSet<OutletKind> kinds = [];
            long heartbeat = 0;
            OutletState end = OutletState.Open;
            RobotResult run = await RobotProcess.RunAsync(
                async (process, _) =>
                {
                    OutletRingReader? reader;
                    while (!OutletRingReader.TryOpen(path, out reader, out string problem))
                    {
                        Assert.False(process.HasExited, problem);
                        await Task.Delay(20, TestContext.Current.CancellationToken);
                    }

                    using (reader)
                    {
                        OutletItem item = new();
                        OutletRead found;
                        while ((found = reader.Read(item)) != OutletRead.Ended && !process.HasExited)
                        {
                            if (found == OutletRead.Nothing)
                            {
                                reader.Wait(TimeSpan.FromMilliseconds(100));
                                continue;
                            }

                            kinds.Add(item.Kind);
                            heartbeat = Math.Max(heartbeat, reader.HeartbeatNanoseconds);
                            Assert.True((item.Flags & FrameFlags.Simulated) != 0, $"flags {item.Flags}");
                            Assert.True(item.OldestInput <= item.Stamp.Nanoseconds);

                            // A board's clock is known to within the stamp's bound, which a busy machine makes wide.
                            Assert.True(item.Stamp.Nanoseconds - item.Stamp.UncertaintyNanoseconds <= item.PublishedAt);
                        }

                        end = reader.State;
                    }
                },
                "--profile",
                profile.Path,
                "--duration",
                "6s");
            run.AssertNothingLost();
            Assert.Equal(OutletState.Closed, end);
            Assert.True(kinds.IsSupersetOf([OutletKind.Event, OutletKind.Classification]), $"only {string.Join(", ", kinds)}");
            Assert.True(heartbeat > 0);
            Assert.Matches($@"Outlet   \d+ items for controllers, 0 of a kind that it does not carry; ring {path}", run.Output);
            Assert.Matches(@"Outlet   socket .*/nobody: 0 sent, 0 dropped because its reader was slow, \d+ because nobody was there", run.Output);
            // On a machine so busy that the warm-up takes the whole run there is nothing to say.
            Assert.DoesNotMatch("executor allocated [1-9]", run.Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Desktop_WithARingThatCannotBe_SaysTheMendAndDoesNotStart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the outlet's ring needs Linux");
        using TemporaryProfile profile = new(static text => text.Replace("\"gateway\":", "\"outlets\": { \"ring\": \"/proc/nowhere/ring\" },\n  \"gateway\":", StringComparison.Ordinal));

        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "2s");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("edgeai-robot: outlet ring '/proc/nowhere/ring': ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
