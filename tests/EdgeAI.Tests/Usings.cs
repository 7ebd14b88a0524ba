global using Xunit;
global using AllocationMeter = EdgeAI.Runtime.Metrics.AllocationMeter;
