using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>In which order councils came to a group's search. Those whose children are searched for together already came together, the one of the lowest code first.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130224000_GroupCouncils")]
    public partial class GroupCouncils : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short[]>(name: "joined", table: "search", type: "smallint[]", nullable: false, defaultValue: new short[0]);
            migrationBuilder.Sql("""
                update search set joined = array(select distinct member.council from search_child member where member.search = search.id order by member.council) where "of" = 2 and ended_at is null
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "joined", table: "search");
    }
}
