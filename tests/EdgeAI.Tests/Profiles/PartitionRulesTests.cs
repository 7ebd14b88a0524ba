namespace EdgeAI.Tests.Profiles;

/// <summary>Mistakes that take two places of a profile: threads, and what is divided between them.</summary>
public sealed class PartitionRulesTests
{
    private const string TwoThreads = "\"threads\": [ { \"name\": \"fast\" }, { \"name\": \"slow\", \"boards\": [\"head\"] } ], \"models\": [";

    private const string Degrading = ", \"deadlineMilliseconds\": 5, \"onMiss\": \"degrade\", \"alternative\": \"spare\"";

    [Fact]
    public void Threads_ThatShareTheWork_AreFine() => Assert.Empty(ProblemsOf(
        ("\"models\": [", TwoThreads),
        ("\"kind\": \"touch\",", "\"kind\": \"touch\", \"thread\": \"slow\", \"queue\": { \"capacity\": 1, \"policy\": \"latest-only\" },")));

    [Fact]
    public void Thread_ThatIsNotThere_IsTold() => Assert.Equal(
        [
            "29:71 $.stages[3].thread: there is no thread 'other'; add it to $.threads",
            "30:69 $.stages[4].thread: there is no thread 'fasts'; did you mean 'fast'?",
        ],
        ProblemsOf(
            ("\"models\": [", TwoThreads),
            ("\"kind\": \"force\",", "\"kind\": \"force\", \"thread\": \"fasts\","),
            ("\"kind\": \"touch\",", "\"kind\": \"touch\", \"thread\": \"other\",")));

    [Fact]
    public void BlockingQueue_BetweenThreads_IsTold() => Assert.Equal(
        ["15:79 $.boards[0].sensors[1].queue.policy: 'block' would make one thread wait for another, on which 'hand/touched' takes this stream; choose 'drop-oldest', or put both on one thread"],
        ProblemsOf(
            ("\"models\": [", TwoThreads),
            ("\"capacity\": 8, \"policy\": \"drop-oldest\"", "\"capacity\": 8, \"policy\": \"block\""),
            ("\"kind\": \"touch\",", "\"kind\": \"touch\", \"thread\": \"slow\",")));

    [Fact]
    public void BlockingQueue_OnOneThread_IsFine() => Assert.Empty(ProblemsOf(
        ("\"models\": [", TwoThreads),
        ("\"capacity\": 8, \"policy\": \"drop-oldest\"", "\"capacity\": 8, \"policy\": \"block\"")));

    [Fact]
    public void Model_OfStagesOnTwoThreads_IsTold() => Assert.Equal(
        ["26:124 $.stages[1].thread: the model 'grasp' is run by $.stages[0] (line 25) on another thread, and it has one place for its input; put both stages on one thread, or name the folder as a second model"],
        ProblemsOf(
            ("\"models\": [", TwoThreads),
            ("\"model\": \"failure\"", "\"model\": \"grasp\", \"thread\": \"slow\"")));

    [Fact]
    public void Alternative_OfTwoStages_IsTold() => Assert.Equal(
        ["25:164 $.stages[1].alternative: 'spare' stands in for $.stages[0] (line 24) already, and it cannot run for both; name another stage"],
        ProblemsOf(("\"stages\": [", "\"stages\": [ " + Touch(8, "one", Degrading) + Touch(9, "two", Degrading) + Touch(10, "spare", ""))));

    [Fact]
    public void Alternative_WithAThreadOfItsOwn_IsTold()
    {
        string problem = Assert.Single(ProblemsOf(
            ("\"models\": [", TwoThreads),
            ("\"stages\": [", "\"stages\": [ " + Touch(8, "one", Degrading) + Touch(10, "spare", ", \"thread\": \"slow\""))));
        Assert.EndsWith("$.stages[1].thread: 'thread' means nothing to a stage that stands in for another: it runs where $.stages[0] (line 24) does; remove it", problem, StringComparison.Ordinal);
    }

    /// <summary>An alternative runs on its stage's thread, whatever its input's is.</summary>
    [Fact]
    public void Model_OfAnAlternativeOfAnotherThread_IsTold() => Assert.Equal(
        ["25:5 $.stages[2]: the model 'grasp' is run by $.stages[1] (line 24) on another thread, and it has one place for its input; put both stages on one thread, or name the folder as a second model"],
        ProblemsOf(
            ("\"models\": [", TwoThreads),
            ("\"stages\": [", "\"stages\": [ { \"stream\": 9, \"name\": \"hand/own\", \"kind\": \"grasp-stability\", \"input\": \"hand/taxels\", \"model\": \"own\", \"thread\": \"slow\", \"allowedAgeMilliseconds\": 100, \"deadlineMilliseconds\": 5, \"onMiss\": \"degrade\", \"alternative\": \"hand/spare\" }, { \"stream\": 10, \"name\": \"hand/spare\", \"kind\": \"grasp-stability\", \"input\": \"hand/taxels\", \"model\": \"grasp\", \"allowedAgeMilliseconds\": 100 },"),
            ("{ \"name\": \"failure\", \"folder\": \"failure\" }", "{ \"name\": \"failure\", \"folder\": \"failure\" }, { \"name\": \"own\", \"folder\": \"own\" }")));

    private static string Touch(int stream, string name, string more) =>
        $"{{ \"stream\": {stream}, \"name\": \"{name}\", \"kind\": \"touch\", \"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50{more} }},\n";

    private static string[] ProblemsOf(params (string Old, string New)[] changes)
    {
        string text = SampleProfile.Text;
        foreach ((string old, string replacement) in changes)
        {
            Assert.Equal(2, text.Split(old).Length);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return [.. SampleProfile.ProblemsOf(text).Select(static problem => problem[(SampleProfile.File.Length + 1)..])];
    }
}
