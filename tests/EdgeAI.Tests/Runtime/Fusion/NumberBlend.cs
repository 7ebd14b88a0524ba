using EdgeAI.Runtime.Fusion;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>Blends numbers.</summary>
internal sealed class NumberBlend : IBlend<double>
{
    public bool TryBlend(double earlier, double later, double fraction, ref double into)
    {
        into = earlier + ((later - earlier) * fraction);
        return true;
    }
}
