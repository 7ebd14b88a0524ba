namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Takes held values.</summary>
internal interface IHeldValueTaker
{
    /// <summary>Takes a value; false to leave it, and those after it, held.</summary>
    bool TryTake(MetricState metric, in MetricSample sample);
}
