using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>
    /// With which link's household a child was placed, where that is another council's: adopters approved as foster carers by one link are not those of another.
    /// Of placements from before it is known where a child had one such approval alone.
    /// </summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130225000_LinksOfPlacements")]
    public partial class LinksOfPlacements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(name: "link_id", table: "placement", type: "uuid", nullable: true);
            migrationBuilder.Sql(
                """
                update placement p set link_id = a.link_id from temporary_approval a
                where p.household_id is null and p.kind = 2 and a.child_id = p.child_id and a.link_id is not null and a."from" <= p."from"
                    and not exists (select from temporary_approval other where other.child_id = p.child_id and other.id <> a.id and other.link_id is not null)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "link_id", table: "placement");
        }
    }
}
